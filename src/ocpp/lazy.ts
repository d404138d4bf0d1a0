/**
 * Puts off `build` until its value is first asked for, then keeps that value. Schemas are made this way: building
 * all of them when a worker starts would cost most of its start-up budget.
 */
export function lazy<Value>(build: () => Value): () => Value {
  let built: { value: Value } | undefined;
  return () => {
    built ??= { value: build() };
    return built.value;
  };
}
