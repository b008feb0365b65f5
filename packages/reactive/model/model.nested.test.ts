import { describe, expect, it } from 'vitest';
import { DefinitionError, ValidationError } from '../errors';
import { ReactiveModel, transaction, UNPARSED } from './index';
import { lobby, Room, record } from './room.fixture';
import { Team } from './team.fixture';

const red = () => new Team({ name: 'Red', room: { id: '1', name: 'lobby', participants: [] } });
const roomOf = (values: object) => ({ name: 'Red', room: values, spare: {} });

describe('a property that holds a model', () => {
  it('[M-70] always holds one: the given one, one of the given values, or an empty one', () => {
    const room = lobby();
    const team = new Team({ room, spare: { id: '2', name: 'x' } });
    expect(team.room).toBe(room);
    expect(team.spare).toBeInstanceOf(Room);
    expect(team.spare.name).toBe('x');
    expect(new Team().room.getProperties()).toEqual({});
    expect(new Team().unpublished).toBe(false);
  });

  it('[M-70] refuses to be made of anything else', () => {
    for (const room of ['lobby', 7, [], new Team()]) {
      expect(() => new Team({ room: room as object })).toThrow(ValidationError);
      expect(() => new Team({ room: room as object })).toThrow(/Must be an instance of Room/);
    }
    expect(() => new Team({ room: { owner: 'eve' } })).toThrow(DefinitionError);
    expect(() => new Team({ room: { name: 'hall', [UNPARSED]: true } })).toThrow(/not parsed/);
  });

  it('[M-70] must hold a class of models', () => {
    class Wrong extends ReactiveModel<{ at: Date }> {
      constructor() {
        super({ properties: [{ name: 'at', value: Date }] });
      }
    }
    expect(() => new Wrong()).toThrow(/must hold a ReactiveModel/);
  });

  it('[M-71] puts values into its model, which stays the same, and an instance in its place', () => {
    const team = red();
    const { room } = team;
    expect(team.set({ name: 'Blue', room: { name: 'HALL' } as Room })).toEqual({ updated: true });
    expect([team.room, room.name]).toEqual([room, 'hall']);
    expect(team.set({ room: { name: 'hall' } as Room })).toEqual({ updated: false });
    const other = lobby({ name: 'other' });
    team.room = other;
    expect(team.room).toBe(other);
  });

  it('[M-72] changes nothing at all when a value inside is wrong, and blames it by its path', () => {
    const team = red();
    const log = record(team, 'change');
    expect(team.set({ name: 'Blue', room: { name: 'x', title: 1 } as object as Room })).toEqual({
      updated: false,
      errors: { 'room.name': ['Too short'], 'room.title': ['Unknown property.'] },
    });
    for (const room of [null, 'lobby', 7, [], new Team()]) {
      expect(team.set({ name: 'Blue', room: room as never })).toEqual({
        updated: false,
        errors: { room: ['Must be an instance of Room, or its values.'] },
      });
    }
    expect(() => team.set({ name: 'Blue', room: { name: 'hall', [UNPARSED]: true } as never })).toThrow(
      /not parsed/,
    );
    expect([team.getProperties(), log]).toEqual([roomOf({ id: '1', name: 'lobby', participants: [] }), []]);
  });

  it('[M-72] is part of what validate looks at', () => {
    const team = new Team({ name: 'Red', room: { name: 'x' } });
    expect(team.validate()).toEqual({ valid: false, errors: { 'room.name': ['Too short'] } });
    expect(team.validate({ room: { name: 'y' } as Room }).valid).toBe(false);
    expect(team.validate({ room: null as never }).errors).toEqual({
      room: ['Must be an instance of Room, or its values.'],
    });
    expect(red().validate()).toEqual({ valid: true });
  });

  it('[M-73] is serialised with the values inside, saved ones included', () => {
    const team = red();
    team.room.name = 'hall';
    expect(team.getProperties()).toEqual(roomOf({ id: '1', name: 'hall', participants: [] }));
    expect(team.initialValues).toEqual(roomOf({ id: '1', name: 'lobby', participants: [] }));
    expect(JSON.parse(JSON.stringify(team)).room.name).toBe('hall');
  });

  it('[M-74] makes its model’s edits those of the holder: told, reverted and saved with it', () => {
    const team = red();
    team.room.name = 'hall';
    expect([team.unpublished, team.changedProperties]).toEqual([true, ['room']]);
    team.revert();
    expect([team.unpublished, team.room.name]).toEqual([false, 'lobby']);
    team.room.name = 'hall';
    const log = record(team, 'meta:changed', 'change');
    team.saveChanges();
    expect([team.unpublished, team.room.unpublished, log]).toEqual([false, false, ['meta:changed']]);
    team.room.name = 'roof';
    team.room.saveChanges();
    expect(team.unpublished).toBe(false);
    expect(log).toEqual(['meta:changed', 'meta:changed', 'change', 'meta:changed']);
  });

  it('[M-75] fires the holder’s events when something inside changed, one `change` for all of it', () => {
    const team = red();
    const log = record(team, 'name.changed', 'room.changed', 'change');
    transaction(() => {
      team.name = 'Blue';
      team.room.set({ name: 'hall', isLocked: true });
      team.room.isLocked = false;
    });
    const { room } = team;
    expect(log).toEqual([
      ['name.changed', { value: 'Blue', previous: 'Red' }],
      ['room.changed', { value: room, previous: room, paths: ['room.name', 'room.isLocked'] }],
      'change',
    ]);
    log.length = 0;
    transaction(() => {
      room.name = 'roof';
      room.name = 'hall';
    });
    room.set({ name: 'x' });
    expect(log).toEqual([]);
  });

  it('[M-75] fires for each property when one model is in two', () => {
    const room = lobby();
    const team = new Team({ room, spare: room });
    const log = record(team, 'room.changed', 'spare.changed', 'change');
    room.name = 'hall';
    expect(log.map((entry) => (Array.isArray(entry) ? entry[0] : entry))).toEqual([
      'room.changed',
      'spare.changed',
      'change',
    ]);
  });

  it('[M-76] lets go of a model that another one replaced, and takes it back with a rollback or revert', () => {
    const team = red();
    const { room } = team;
    const log = record(team, 'change');
    expect(() =>
      transaction(() => {
        team.room = lobby();
        throw new Error('no');
      }),
    ).toThrow('no');
    room.name = 'hall';
    expect(log.length).toBe(1);
    team.room = lobby();
    room.name = 'roof';
    expect(log.length).toBe(2);
    team.revert();
    log.length = 0;
    room.name = 'lobby 2';
    expect(log).toEqual(['change']);
  });

  it('[M-77] is a dependency like any other for a computed property', () => {
    class Sign extends ReactiveModel<{ room: Room; text: string }> {
      declare room: Room;
      declare readonly text: string;
      constructor(specs: { room?: Room } = {}) {
        super({
          properties: [{ name: 'room', value: Room }],
          computed: [{ name: 'text', dependencies: ['room'], compute: (self) => `→ ${self.room.name}` }],
          ...specs,
        });
      }
    }
    const sign = new Sign({ room: lobby() });
    const log = record(sign, 'text.changed', 'change');
    sign.room.name = 'hall';
    sign.room = lobby({ name: 'roof' });
    expect(log).toEqual([
      ['text.changed', { value: '→ hall', previous: '→ lobby' }],
      'change',
      ['text.changed', { value: '→ roof', previous: '→ hall' }],
      'change',
    ]);
  });
});
