import { UnauthenticatedError } from 'reactive/errors';
import { runInScope } from 'reactive/node';
import { installScopeResolver, Scope } from 'reactive/registry';
import { describe, expect, it } from 'vitest';
import { actAs, currentActor, requireActor, SYSTEM, type Viewer } from './index';

const ada: Viewer = { id: '0199c2f0-0000-7000-8000-0000000000ad', role: 'admin', status: 'active' };

describe('who acts', () => {
  it('is nobody until it is said', () => {
    expect(new Scope().run(currentActor)).toBeUndefined();
  });

  it('is said for one scope, and for no other', () => {
    const [hers, ours] = [new Scope(), new Scope()];
    hers.run(() => actAs(ada));
    ours.run(() => actAs(SYSTEM));
    expect([hers.run(currentActor), ours.run(currentActor)]).toEqual([ada, SYSTEM]);
    hers.run(() => actAs(undefined));
    expect([hers.run(currentActor), ours.run(currentActor)]).toEqual([undefined, SYSTEM]);
  });
});

describe('who answers for what is done', () => {
  it('is the program where no scope is required and nobody was named', () => {
    expect(new Scope().run(requireActor)).toBe(SYSTEM);
    const scope = new Scope();
    scope.run(() => actAs(ada));
    expect(scope.run(requireActor)).toBe(ada);
    scope.run(() => actAs(undefined));
    expect(() => scope.run(requireActor)).toThrow(UnauthenticatedError);
  });

  it('has to be named in work that was given a scope, though none is required', async () => {
    await runInScope(() => {
      expect(() => requireActor()).toThrow(UnauthenticatedError);
      actAs(ada);
      expect(requireActor()).toBe(ada);
    });
    expect(requireActor()).toBe(SYSTEM);
  });

  it('has to be named where a scope is required', () => {
    const scope = new Scope();
    const restore = installScopeResolver(() => scope);
    try {
      expect(() => requireActor()).toThrow(UnauthenticatedError);
      actAs(SYSTEM);
      expect(requireActor()).toBe(SYSTEM);
    } finally {
      restore();
    }
  });
});
