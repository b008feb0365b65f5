let clock = 0;

/** A point in the order of what was asked of providers and what they confirmed. */
export const nextTicket = (): number => ++clock;
