/** What is made when it is first needed. */
export interface Once<Value> {
  (): Promise<Value>;
  /** Null: not yet. Whoever finds it here need not wait. */
  made: Value | null;
}

/** A failure is not kept: the cause may be gone at the next call. */
export function once<Value>(make: () => Promise<Value>): Once<Value> {
  let making: Promise<Value> | null = null;
  const get: Once<Value> = () => {
    making ??= make().then(
      (value) => (get.made = value),
      (error: unknown) => {
        making = null;
        throw error;
      },
    );
    return making;
  };
  get.made = null;
  return get;
}
