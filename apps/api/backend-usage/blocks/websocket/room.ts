/** The ambient `io` of the block: what was sent to whom. */
export const sent: { room: string; event: string; payload: unknown }[] = [];

const io = {
  to: (room: string) => ({
    emit: (event: string, payload: unknown) => sent.push({ room, event, payload }),
  }),
};

// >>> block 6
// websocket/room.ts
import { ReactiveModel } from 'reactive/model';
// EDITED: strict TypeScript refuses an import that is not used.
// WAS:import { Collection } from 'reactive/entities/collection';
// END

interface IRoomState {
  id: string;
  name: string;
  participants: string[];
  isLocked: boolean;
}

class Room extends ReactiveModel<IRoomState> {
  declare id: string;
  declare name: string;
  declare participants: string[];
  declare isLocked: boolean;

  constructor(specs: Partial<IRoomState> = {}) {
    super({
      properties: ['id', 'name', 'participants', 'isLocked'],
      ...specs,
    });
  }

  join(userId: string): void {
    if (this.isLocked) {
      throw new Error('Room is locked');
    }
    this.set({ participants: [...this.participants, userId] });
  }

  leave(userId: string): void {
    this.set({
      participants: this.participants.filter(id => id !== userId),
    });
  }
}

// Room manager with reactive state
class RoomManager {
  private rooms = new Map<string, Room>();

  createRoom(id: string, name: string): Room {
    const room = new Room({ id, name, participants: [], isLocked: false });
    
    // Listen to changes and broadcast
    room.on('change', () => {
      this.broadcast(room);
    });
    
    this.rooms.set(id, room);
    return room;
  }

  getRoom(id: string): Room | undefined {
    return this.rooms.get(id);
  }

  private broadcast(room: Room): void {
    // Send to all WebSocket clients in the room
    io.to(room.id).emit('room:update', room.getProperties());
  }
}
// <<<

export { Room, RoomManager };
