import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { emitDeclarations } from './emit-declarations';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'declarations-'));
  mkdirSync(join(root, 'package/rooms'), { recursive: true });
  writeFileSync(
    join(root, 'tsconfig.json'),
    JSON.stringify({ compilerOptions: { strict: true, types: [] } }),
  );
  writeFileSync(join(root, 'package/room.ts'), 'export class Room { people = 0; }');
});
afterEach(() => rmSync(root, { recursive: true }));

describe('emitDeclarations', () => {
  it('writes what the entries reach and says where, whichever folders they stand in', () => {
    writeFileSync(
      join(root, 'package/rooms/open.ts'),
      `import { Room } from '../room'; export const open = () => new Room();`,
    );

    const declarations = emitDeclarations(
      { room: './room.ts', 'rooms/index': './rooms/open.ts' },
      join(root, 'package'),
    );

    expect(Object.keys(declarations)).toEqual(['room', 'rooms/index']);
    expect(readFileSync(declarations['room'] ?? '', 'utf8')).toContain('people: number');
    expect(readFileSync(declarations['rooms/index'] ?? '', 'utf8')).toContain('() => Room');
  });

  it('leaves none of a former time', () => {
    const [first] = Object.values(emitDeclarations({ room: './room.ts' }, join(root, 'package')));
    writeFileSync(join(root, 'package/hall.ts'), 'export const seats = 3;');

    emitDeclarations({ hall: './hall.ts' }, join(root, 'package'));

    expect(() => readFileSync(first ?? '')).toThrow('ENOENT');
  });

  it('refuses what does not check, with the place', () => {
    writeFileSync(join(root, 'package/hall.ts'), `export const seats: number = 'three';`);

    expect(() => emitDeclarations({ hall: './hall.ts' }, join(root, 'package'))).toThrow(/hall\.ts.*TS2322/);
  });

  it('says that a configuration is missing', () => {
    rmSync(join(root, 'tsconfig.json'));

    expect(() => emitDeclarations({ room: './room.ts' }, join(root, 'package'))).toThrow('no tsconfig.json');
  });
});
