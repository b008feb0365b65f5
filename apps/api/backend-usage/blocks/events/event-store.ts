// >>> block 8
// events/event-store.ts
import { ReactiveModel } from 'reactive/model';

interface IAggregate {
  id: string;
  version: number;
  events: IEvent[];
}

interface IEvent {
  type: string;
  data: unknown;
  timestamp: number;
}

class Aggregate extends ReactiveModel<IAggregate> {
  declare id: string;
  declare version: number;
  declare events: IEvent[];

  constructor(specs: Partial<IAggregate> = {}) {
    super({
      properties: ['id', 'version', 'events'],
      ...specs,
      events: specs.events || [],
      version: specs.version || 0,
    });
  }

  apply(event: IEvent): void {
    this.transaction(() => {
      this.set({
        events: [...this.events, event],
        version: this.version + 1,
      });
    });
    
    // Emit domain event
    this.trigger(`event:${event.type}`, event.data);
  }

  replay(): void {
    for (const event of this.events) {
      this.trigger(`event:${event.type}`, event.data);
    }
  }
}
// <<<

export { Aggregate };
