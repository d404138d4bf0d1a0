/** What a promise gives within `milliseconds`; `otherwise` when it is late or fails. */
export async function within<Answer, Otherwise>(
  milliseconds: number,
  promise: Promise<Answer>,
  otherwise: Otherwise,
): Promise<Answer | Otherwise> {
  const { promise: late, resolve } = Promise.withResolvers<Otherwise>();
  const timer = setTimeout(() => resolve(otherwise), milliseconds);
  const answer = await Promise.race([promise.catch(() => otherwise), late]);
  clearTimeout(timer);
  return answer;
}
