import { Component, type ReactNode } from 'react';
import { ProblemNote } from '../ui/problem.tsx';

interface Props {
  /** Where the page is: what failed there says nothing of other places. */
  readonly place: string;
  readonly children: ReactNode;
}

/** Where a screen cannot be drawn, the rest of the page goes on. */
export class ErrorBoundary extends Component<Props, { readonly error: unknown }> {
  override state: { readonly error: unknown } = { error: undefined };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override componentDidUpdate({ place }: Props) {
    if (place !== this.props.place && this.state.error !== undefined) this.setState({ error: undefined });
  }

  override render() {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    return <ProblemNote what="This screen cannot be shown" error={error} onRetry={() => location.reload()} />;
  }
}
