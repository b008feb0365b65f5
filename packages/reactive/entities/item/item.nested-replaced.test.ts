import { expect, it } from 'vitest';
import { Scope } from '../../registry';
import { Base, Crew, Person } from './crew.fixture';
import { scripted } from './task.fixture';

const open = () => {
  const { Provider, last } = scripted();
  const lead = { id: 'u', name: 'Ada' };
  const scope = new Scope();
  const crew = scope.run(() => new Crew({ id: '1', base: { city: 'Turin' }, lead, provider: Provider }));
  const former = crew.base;
  crew.base = new Base({ city: 'Rome' });
  return { scope, crew, former, last };
};

const saved = (data: object = {}) => ({ status: 200, data: { id: '1', ...data } });

it('[I-81] a model that was put in the place of another one is saved by a publish', async () => {
  const { crew, last } = open();
  const publishing = crew.publish();
  expect(last().args[0]).toEqual({ id: '1', base: { city: 'Rome' } });
  last().answer(saved());
  await publishing;
  expect([crew.unpublished, crew.initialValues.base]).toEqual([false, { city: 'Rome' }]);
  crew.revert();
  expect(crew.base.city).toBe('Rome');
});

it('[I-81] so is that there is none any more', async () => {
  const { crew, last } = open();
  crew.set({ base: undefined as never });
  const publishing = crew.publish();
  last().answer(saved());
  await publishing;
  expect([crew.base, crew.unpublished, crew.initialValues.base]).toEqual([undefined, false, undefined]);
});

it('[I-24] it is not saved before, and what a provider says until then is of the one before', async () => {
  const { crew, former, last } = open();
  const loading = crew.load();
  last().answer({ id: '1', base: { city: 'Paris' } });
  await loading;
  expect([crew.base.city, former.city, crew.changedProperties]).toEqual(['Rome', 'Paris', ['base']]);
  expect(crew.initialValues.base).toEqual({ city: 'Paris' });
  crew.revert();
  expect([crew.base === former, crew.base.city]).toEqual([true, 'Paris']);
});

it('[I-30] one that is put there while another one is being sent stays, unpublished', async () => {
  const { crew, last } = open();
  const sent = crew.base;
  const publishing = crew.publish();
  crew.base = new Base({ city: 'Oslo' });
  last().answer(saved({ base: { city: 'ROME' } }));
  await publishing;
  expect([crew.base.city, sent.city, crew.changedProperties]).toEqual(['Oslo', 'ROME', ['base']]);
  crew.revert();
  expect(crew.base).toBe(sent);
});

it('[I-81] an item that was put there is the saved one as soon as a provider says so', async () => {
  const { scope, crew, last } = open();
  crew.revert();
  const other = scope.run(() => new Person({ id: 'v', name: 'Bob' }));
  crew.lead = other;
  other.name = 'Rob';
  const loading = crew.load();
  last().answer({ id: '1', lead: { id: 'v', name: 'Bo' } });
  await loading;
  expect([crew.lead === other, other.name, crew.initialValues.lead]).toEqual([
    true,
    'Rob',
    { id: 'v', name: 'Bo' },
  ]);
  other.revert();
  expect([other.name, crew.unpublished]).toEqual(['Bo', false]);
});
