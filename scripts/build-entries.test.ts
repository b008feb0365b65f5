import { describe, expect, it } from 'vitest';
import { entriesOf } from './build-entries';

describe('entriesOf', () => {
  it('maps each export to its source under the output path', () => {
    const manifest = {
      exports: {
        './model': {
          source: './model/index.ts',
          types: './dist/model/index.d.ts',
          default: './dist/model/index.js',
        },
        './providers/user': {
          source: './providers/user.provider.ts',
          default: './dist/providers/user.provider.js',
        },
      },
    };
    expect(entriesOf(manifest)).toEqual({
      'model/index': './model/index.ts',
      'providers/user.provider': './providers/user.provider.ts',
    });
  });

  it('passes over plain files', () => {
    expect(entriesOf({ exports: { './package.json': './package.json' } })).toEqual({});
  });

  it('refuses an export without a source or with an output outside dist', () => {
    expect(() => entriesOf({ exports: { './model': { default: './dist/model.js' } } })).toThrow('./model');
    expect(() => entriesOf({ exports: { './a': { source: './a.ts', default: './lib/a.js' } } })).toThrow(
      './a',
    );
  });
});
