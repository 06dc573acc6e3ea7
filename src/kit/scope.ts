type Resource = AsyncDisposable | Disposable;

/** Takes a resource into the scope; `undefined` passes through. */
export type Use = <R extends Resource | undefined>(resource: R) => R;

/**
 * Runs work with resources that are let go at its end, the last one first, however it ends. What `await using` does, for versions of
 * Node that do not know that syntax.
 */
export async function inScope<T>(work: (use: Use) => Promise<T>): Promise<T> {
  const resources: Resource[] = [];
  const use: Use = (resource) => {
    if (resource !== undefined) resources.push(resource);
    return resource;
  };
  try {
    return await work(use);
  } finally {
    await letGo(resources);
  }
}

/** One that fails to close does not keep the others open. */
async function letGo(resources: Resource[]): Promise<void> {
  const resource = resources.pop();
  if (resource === undefined) return;
  try {
    if (Symbol.asyncDispose in resource) await resource[Symbol.asyncDispose]();
    else resource[Symbol.dispose]();
  } finally {
    await letGo(resources);
  }
}
