/**
 * Lets several do something together: it is done once when all of them have asked for it, and each of them waits for it.
 *
 * @param count how many they are; @param act what is done, with what the last of them has given
 */
export function inStep<Given extends unknown[]>(
  count: number,
  act: (...given: Given) => Promise<void>,
): (...given: Given) => Promise<void> {
  const waiting: { resolve: () => void; reject: (error: unknown) => void }[] = [];
  return async (...given) =>
    await new Promise<void>((resolve, reject) => {
      waiting.push({ resolve, reject });
      if (waiting.length < count) return;
      const all = waiting.splice(0);
      act(...given).then(
        () => all.forEach((one) => one.resolve()),
        (error: unknown) => all.forEach((one) => one.reject(error)),
      );
    });
}
