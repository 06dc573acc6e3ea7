import { Component, type ReactNode } from 'react';
import { ProblemNote } from '../ui/problem.tsx';

/** Where a screen cannot be drawn, the rest of the page goes on. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, { readonly error: unknown }> {
  override state: { readonly error: unknown } = { error: undefined };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    return <ProblemNote what="This screen cannot be shown" error={error} onRetry={() => location.reload()} />;
  }
}
