/**
 * Hands each key to `onKey` as it is pressed, where a terminal is there. A terminal read key by key no longer turns
 * Ctrl-C into a signal: `onInterrupt` gets it. Gives the function that puts the terminal back.
 */
export function listenToKeys(onKey: (key: string) => void, onInterrupt: () => void): () => void {
  const { stdin } = process;
  if (!stdin.isTTY) return () => {};
  const onData = (data: Buffer): void => {
    const keys = data.toString('utf8');
    if (keys.includes('\u0003')) onInterrupt();
    else onKey(keys);
  };
  stdin.setRawMode(true);
  stdin.on('data', onData);
  return () => {
    stdin.off('data', onData);
    stdin.setRawMode(false);
    stdin.pause();
  };
}
