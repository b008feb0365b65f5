import { createHash } from 'node:crypto';

/** How often a statement is sent before it is worth a name, and how many have one: each connection keeps its plan. */
const WORTH_A_NAME = 3;
const MOST_NAMES = 300;
/** Of how many statements it is remembered how often they were sent. */
const MOST_COUNTED = 1000;

/** A statement that is sent. */
interface Sent {
  readonly sql: string;
}

/**
 * Names the statements that are sent again and again, so that PostgreSQL parses each once for a connection. Others have
 * none: whoever asks for what nobody else asks for must not fill its memory.
 *
 * @returns the name of a statement; `''` for none
 * @example
 * const adapter = new PrismaPg(pool, { statementNameGenerator: statementNames() });
 */
export function statementNames(): (sent: Sent) => string {
  const names = new Map<string, string>();
  const counts = new Map<string, number>();
  return ({ sql }) => {
    const known = names.get(sql);
    if (known !== undefined) return known;
    if (names.size >= MOST_NAMES) return '';
    const count = (counts.get(sql) ?? 0) + 1;
    counts.delete(sql);
    if (count < WORTH_A_NAME) {
      counts.set(sql, count);
      const [oldest] = counts.keys();
      if (counts.size > MOST_COUNTED && oldest !== undefined) counts.delete(oldest);
      return '';
    }
    // A name is cut off after 63 bytes.
    const name = createHash('sha256').update(sql).digest('base64url');
    names.set(sql, name);
    return name;
  };
}
