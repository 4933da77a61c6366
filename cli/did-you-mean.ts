/** A name with a larger share of wrong letters is another name, not a typing error. */
const MOST_WRONG = 0.4;

/** ` Did you mean runFails?`, or nothing when no known name is similar to the typed one. Begins with a space. */
export function didYouMean(typed: string, known: readonly string[]): string {
  const found = nearest(typed, known);
  return found === undefined ? '' : ` Did you mean ${found}?`;
}

/** The known name that is most similar to the typed one: by its letters, or because one contains the other. */
function nearest(typed: string, known: readonly string[]): string | undefined {
  const wanted = typed.toLowerCase();
  if (wanted === '') return undefined;
  const most = Math.max(1, Math.floor(wanted.length * MOST_WRONG));
  const ranked = known.map((name) => ({ name, edits: editsBetween(wanted, name.toLowerCase()) })).sort((a, b) => a.edits - b.edits);
  if (ranked[0] !== undefined && ranked[0].edits <= most) return ranked[0].name;
  return wanted.length < 3 ? undefined : ranked.find(({ name }) => name.toLowerCase().includes(wanted))?.name;
}

/** How many letters you have to insert, delete, replace or swap with their neighbour. */
function editsBetween(a: string, b: string): number {
  let [before, last]: readonly number[][] = [[], Array.from({ length: b.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1];
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      current.push(Math.min(
        last![column]! + 1, current[column - 1]! + 1, last![column - 1]! + (same ? 0 : 1), swapped ? before![column - 2]! + 1 : Infinity,
      ));
    }
    [before, last] = [last, current];
  }
  return last![b.length]!;
}
