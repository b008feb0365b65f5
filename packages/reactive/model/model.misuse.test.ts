import { describe, expect, it } from 'vitest';
import { DefinitionError } from '../errors';
import { effect, ReactiveModel, transaction } from './index';
import { lobby } from './room.fixture';

/** What a program in plain JavaScript can pass. */
const any = (value: unknown): never => value as never;

describe('what the types forbid', () => {
  it.each([null, 'lobby', 7, undefined])('[M-88] %s is no object of properties and values', (specs) => {
    class Hall extends ReactiveModel<{ name: string }> {
      constructor() {
        super(specs === undefined ? any(Symbol('none')) : any(specs));
      }
    }
    expect(() => new Hall()).toThrow(DefinitionError);
    expect(() => new Hall()).toThrow(/^Hall: an object is needed, as \{ properties: \['name'\]/);
  });

  it.each([1, null, undefined, Symbol('change')])('[M-88] %s is no event', (event) => {
    const room = lobby();
    const heard: unknown[] = [];
    room.on('name.changed', ({ value }) => heard.push(value));
    for (const name of ['on', 'once'] as const) {
      expect(() => room[name](any(event), () => {})).toThrow(/^Room: on\(\) needs the name of an event/);
    }
    expect(() => room.trigger(any(event))).toThrow(/^Room: trigger\(\) needs the name of an event/);
    room.once('change', () => heard.push('change'));
    room.name = 'hall';
    expect(heard).toEqual(['hall', 'change']);
  });

  it.each([null, 'once', { signal: null }, { signal: 'x' }])('[M-88] %o are no options', (options) => {
    const room = lobby();
    const heard: unknown[] = [];
    for (const name of ['on', 'once'] as const) {
      expect(() => room[name]('change', () => heard.push(name), any(options))).toThrow(
        /^Room: on\('change'\) takes its options as \{ signal \}, an AbortSignal, and was given/,
      );
    }
    room.name = 'hall';
    expect(heard).toEqual([]);
  });

  it.each([null, 'x', {}])('[M-88] %s cannot be called', (given) => {
    expect(() => effect(any(given))).toThrow(/^effect\(\) needs a function to call, and was given/);
    expect(() => transaction(any(given))).toThrow(/^transaction\(\) needs a function to call/);
    expect(() => lobby().on('change', any(given))).toThrow(/^Room: on\('change'\) needs a function/);
    const room = lobby();
    const seen: string[] = [];
    effect(() => void seen.push(room.name));
    room.name = 'hall';
    expect(seen).toEqual(['lobby', 'hall']);
  });
});
