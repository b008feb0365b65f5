import type { PrismaDelegate } from './entity';

const unused = () => Promise.reject(new Error('This test asks for something else'));

/** A table that answers only what a test asks of it. */
export function delegateOf(asked: Partial<PrismaDelegate>): PrismaDelegate {
  return {
    findMany: unused,
    count: unused,
    findFirst: unused,
    create: unused,
    updateManyAndReturn: unused,
    deleteMany: unused,
    ...asked,
  };
}
