/** Where one is when one has signed in and came from nowhere. */
const HOME = '/users';

const SIGN_IN = '/sign-in';

/** Stands in for the origin of the page, which is not needed to tell its own addresses from others. */
const HERE = 'http://here.invalid';

/**
 * The address within this site to go back to, as the `next` of a query names it: the path of another site, or what a
 * browser would take for one, counts as not given.
 *
 * @example
 * returnAddress('?next=%2Fusers%3Fq%3Dada'); // '/users?q=ada'
 * returnAddress('?next=https://evil.example'); // '/users'
 */
export function returnAddress(search: string): string {
  const next = new URLSearchParams(search).get('next') ?? HOME;
  if (!next.startsWith('/') || !URL.canParse(next, HERE)) return HOME;
  const { origin, pathname, search: query } = new URL(next, HERE);
  // A path that begins with two slashes is another site to whoever reads it next.
  const isHere = origin === HERE && !pathname.startsWith('//') && pathname !== SIGN_IN;
  return isHere ? pathname + query : HOME;
}

/** An address about signing in that leads back to another one in the end. */
export function withReturn(page: string, address: string): string {
  return address === HOME ? page : `${page}?next=${encodeURIComponent(address)}`;
}

/** The sign-in page, which leads back to `address`. */
export const signInAddress = (address: string): string => withReturn(SIGN_IN, address);
