/** Finds line and column of an offset in one text. */
export type Positions = (offset: number) => { line: number; column: number };

/**
 * Indexes the lines of a text. Lines and columns count from 1, columns in UTF-16 code units, as editors and SARIF do.
 */
export function positionsIn(text: string): Positions {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}
