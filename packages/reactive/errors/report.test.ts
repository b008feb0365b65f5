import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { reportError, setErrorReporter } from './index';

// Where there is a process, there is a server runtime.
beforeEach(() => {
  if (!('process' in globalThis)) vi.stubGlobal('process', {});
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe('reporting', () => {
  it('[E-10] goes to the console of a server runtime', () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    const error = new Error('listener');
    reportError(error);
    expect(log).toHaveBeenCalledExactlyOnceWith(error);
  });

  it("[E-10] goes to the browser's reportError, which window.onerror sees", () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    const global = vi.fn();
    vi.stubGlobal('reportError', global);
    reportError('on a server runtime it would end the process');
    expect(global).not.toHaveBeenCalled();
    expect(log).toHaveBeenCalledOnce();

    const descriptor = Object.getOwnPropertyDescriptor(globalThis, 'process');
    Reflect.deleteProperty(globalThis, 'process');
    try {
      reportError('in a browser');
    } finally {
      if (descriptor) Object.defineProperty(globalThis, 'process', descriptor);
    }
    expect(global).toHaveBeenCalledExactlyOnceWith('in a browser');
  });

  it('[E-10] goes to the reporter that was set, until it is restored', () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    const [outer, inner] = [vi.fn(), vi.fn()];
    const restoreOuter = setErrorReporter(outer);
    const restoreInner = setErrorReporter(inner);
    reportError(1);
    restoreInner();
    restoreInner();
    reportError(2);
    restoreOuter();
    reportError(3);
    expect(inner.mock.calls).toEqual([[1]]);
    expect(outer.mock.calls).toEqual([[2]]);
    expect(log.mock.calls).toEqual([[3]]);
  });

  it('[E-10] survives a reporter that throws', () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    const failure = new Error('tracker is down');
    const restore = setErrorReporter(() => {
      throw failure;
    });
    expect(() => reportError('first')).not.toThrow();
    restore();
    expect(log).toHaveBeenCalledExactlyOnceWith(failure, 'first');
  });
});
