import type { Response } from 'express';
import type { ReactiveError } from 'reactive/errors';

/** Answers with an error under a status that says more than that of its code. */
export function refuse(res: Response, status: number, error: ReactiveError): void {
  res
    .status(status)
    .set('Cache-Control', 'no-store')
    .type('application/problem+json')
    .send(JSON.stringify({ ...error.toProblem(), status }));
}
