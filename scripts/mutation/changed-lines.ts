/** Lines of a file, the first and the last. */
export type Range = readonly [from: number, to: number];

const HUNK = /^@@ -\S+ \+(\d+)(?:,(\d+))? @@/;

/** The lines that a `git diff --unified=0` has added or changed, by file. */
export const changedLines = (diff: string): ReadonlyMap<string, readonly Range[]> => {
  const files = new Map<string, Range[]>();
  let ranges: Range[] = [];
  for (const line of diff.split('\n')) {
    if (line.startsWith('+++ ')) {
      ranges = [];
      // A file that is no more is `/dev/null`.
      if (line.startsWith('+++ b/')) files.set(line.slice('+++ b/'.length), ranges);
      continue;
    }
    const [hunk, from, count = '1'] = HUNK.exec(line) ?? [];
    if (hunk !== undefined && count !== '0') ranges.push([Number(from), Number(from) + Number(count) - 1]);
  }
  return files;
};
