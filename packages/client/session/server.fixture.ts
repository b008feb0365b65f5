import type { IUser } from '@myapp/core/entities/user';
import { UnauthenticatedError } from 'reactive/errors';

const time = '2026-11-26T10:00:00.000Z';

/** A user as the API tells it. */
export const person = (name: string, values: Partial<IUser> = {}) => ({
  id: `id-of-${name.toLowerCase()}`,
  name,
  email: `${name.toLowerCase()}@example.org`,
  role: 'user' as IUser['role'],
  status: 'active',
  createdAt: time,
  updatedAt: time,
  version: 1,
  ...values,
});

export type Person = ReturnType<typeof person>;

const sessionOf = ({ id }: Person) => ({
  id: `session-of-${id}`,
  name: null,
  ipAddress: '127.0.0.1',
  userAgent: null,
  createdAt: time,
  expiresAt: time,
  current: true,
});

/** What an API does about sessions, as far as a page can tell: one browser, one cookie. */
export class AccountServer {
  /** Who can sign in. */
  readonly people: readonly Person[];
  /** Whose session the cookie names, as long as it lasts. */
  signedIn: Person | undefined;
  /** What was asked, in order. */
  readonly asked: string[] = [];
  #held: Promise<void> | undefined;

  constructor(people: readonly Person[]) {
    this.people = people;
  }

  readonly fetch = async (input: string | URL, { method = 'GET', body }: RequestInit = {}) => {
    const request = `${method} ${new URL(String(input), 'http://localhost').pathname}`;
    this.asked.push(request);
    const answer = this.#answer(request, typeof body === 'string' ? JSON.parse(body) : {});
    const held = this.#held;
    this.#held = undefined;
    await held;
    return answer;
  };

  /** The next answer is made at once, and given when the returned function is called. */
  holdNext(): () => void {
    let release = (): void => {};
    this.#held = new Promise((resolve) => {
      release = resolve;
    });
    return () => release();
  }

  #answer(request: string, body: { readonly email?: string }): Response {
    const viewer = this.signedIn;
    switch (request) {
      case 'GET /api/auth/get-session':
        return Response.json(viewer === undefined ? null : { user: viewer, session: sessionOf(viewer) });
      case 'POST /api/auth/sign-in/email':
        this.signedIn = this.people.find(({ email }) => email === body.email);
        return this.signedIn ? Response.json({ user: this.signedIn }) : refusal();
      case 'POST /api/auth/sign-out':
      case 'POST /api/auth/revoke-sessions':
        this.signedIn = undefined;
        return new Response(null, { status: 204 });
      default:
        return viewer === undefined ? refusal() : this.#row(request, viewer);
    }
  }

  /** An ordinary user is not told the e-mail addresses of others. */
  #row(request: string, viewer: Person): Response {
    const found = this.people.find(({ id }) => request.endsWith(id));
    if (found === undefined) return Response.json({}, { status: 404 });
    const { email: _, ...told } = found;
    return Response.json(viewer.role === 'admin' || viewer.id === found.id ? found : told);
  }
}

function refusal(): Response {
  return Response.json(new UnauthenticatedError('Sign in first').toProblem(), { status: 401 });
}
