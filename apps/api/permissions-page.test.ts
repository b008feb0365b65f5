import { userSchema } from '@myapp/core/entities/user';
import { type Actor, userPolicy } from '@myapp/core/policies';
import { describe, expect, it } from 'vitest';
import { tableAfter } from '../../scripts/docs/markdown';
import { readPage } from '../../scripts/docs/pages';

const admin = { id: 'admin', role: 'admin', status: 'active' } as const;
const user = { id: 'user', role: 'user', status: 'active' } as const;
const other = { id: 'other', role: 'user', status: 'active' } as const;
const away = { id: 'away', role: 'user', status: 'inactive' } as const;

/** Who asks about whom, as the rows of the table come. */
const cases: readonly { readonly actor: Actor; readonly about: readonly object[] }[] = [
  { actor: admin, about: [admin] },
  { actor: admin, about: [other, away] },
  { actor: user, about: [user] },
  { actor: user, about: [other, admin] },
  { actor: user, about: [away] },
  { actor: { ...admin, status: 'inactive' }, about: [admin, other, away] },
  { actor: undefined, about: [admin, other, away] },
];

const ALL = Object.keys(userSchema.shape);
const namesIn = (cell = ''): string[] => [...cell.matchAll(/`(\w+)`/g)].map(([, name = '']) => name);

describe.each([
  { path: 'docs/en/permissions.md', heading: 'Users', everything: 'everything', yes: 'yes' },
  { path: 'docs/es/permissions.md', heading: 'Usuarios', everything: 'todo', yes: 'sí' },
])('$path', ({ path, heading, everything, yes }) => {
  const { markdown } = readPage(path);

  it('says of users what their policy says', () => {
    const rows = tableAfter(heading, markdown);
    expect(rows).toHaveLength(cases.length);
    for (const [at, { actor, about }] of cases.entries()) {
      const [, reads, changes, deletes] = rows[at] ?? [];
      for (const row of about) {
        const said = [reads === everything ? ALL : namesIn(reads), namesIn(changes), deletes === yes];
        expect(said, `${heading} ${at}`).toEqual([
          userPolicy.readableFields(actor, row),
          userPolicy.writableFields(actor, row, 'update'),
          userPolicy.can(actor, 'delete', { row }),
        ]);
      }
    }
  });

  it('says by what a user can filter and sort', () => {
    const sentence = markdown.split('\n').find((line) => /filtra|filter and sort/.test(line)) ?? '';
    expect(namesIn(sentence)).toEqual([...userPolicy.queryableFields(user).keys()]);
    expect([userPolicy.can(admin, 'create'), userPolicy.can(user, 'create')]).toEqual([true, false]);
  });
});
