// @vitest-environment happy-dom
import { StrictMode, useEffect, useState } from 'react';
import { describe, expect, it } from 'vitest';
import { useReported } from '../errors/reported.fixture';
import { history } from '../history';
import { effect } from '../model';
import { stream } from '../streams';
import { useItems, useModel } from './index';
import { Member, Members } from './member.fixture';
import { act, show } from './render.fixture';

const nothing = (): void => {};

class Provider {
  list() {
    return Promise.resolve({ items: [], total: 0, next: null });
  }
}

describe('what is made while React renders, and by nobody ended', () => {
  const reported = useReported();
  const messages = () => reported.map((error) => (error instanceof Error ? error.message : String(error)));

  it('[B-6] is reported: a listener, an effect, a stream, a history and a collection', async () => {
    const member = new Member({ id: '1', name: 'Ada' });
    const Careless = () => {
      const { name } = useModel(member);
      member.on('change', nothing);
      effect(() => member.name);
      stream(member, 'role.changed');
      history(member);
      const [members] = useState(() => new Members());
      return `${name} of ${members.size}`;
    };
    using screen = await show(<Careless />);
    await act(async () => {
      member.name = 'Grace';
    });
    expect(screen.text).toBe('Grace of 1');
    // Each of them once, however often it renders.
    expect(messages().map((message) => message.replace(/ while it renders: .*/, ''))).toEqual([
      "Careless: on('change') of Member is called",
      'Careless: effect() is called',
      "Careless: on('role.changed') of Member is called",
      "Careless: on('load') of Member is called",
      'Careless: Members is made',
    ]);
    expect(messages()[0]).toBe(
      "Careless: on('change') of Member is called while it renders: each render makes another one, and none is " +
        'ever ended. Call it in an effect that returns the function that it gave; to show values, read them ' +
        'through useModel().',
    );
  });

  it('[B-6] is not reported in effects, in handlers, outside of React, and where a hook ends it', async () => {
    const member = new Member({ id: '2', name: 'Ada' });
    const Careful = () => {
      const { name } = useModel(member);
      const { items } = useItems(Members, { provider: Provider }, {});
      useEffect(() => member.on('change', nothing), []);
      useEffect(() => effect(() => member.name), []);
      return (
        <button type="button" onClick={() => member.on('change', nothing)}>
          {name} {items.length}
        </button>
      );
    };
    using screen = await show(
      <StrictMode>
        <Careful />
      </StrictMode>,
    );
    await act(async () => screen.element.querySelector('button')?.click());
    const members = new Members();
    members.on('change', nothing);
    members.dispose();
    expect(screen.text).toMatch(/^Ada/);
    expect(reported).toEqual([]);
  });
});
