// >>> block 3
// packages/server/providers/user.provider.ts
import { prisma } from '../db';
import type { IUserProvider, IUser } from '@myapp/core/entities/user';

export class UserPrismaProvider implements IUserProvider {
  async load(id: string): Promise<IUser> {
    const user = await prisma.user.findUnique({ where: { id } });
// EDITED: the column `role` is text with a check, which Prisma types as any string.
// WAS:    if (!user) throw new Error('User not found');
// WAS:    return user;
    if (!user) throw new Error('User not found');
    return user as IUser;
// END
  }

  async publish(data: Partial<IUser>): Promise<{ status: number; data: IUser }> {
    let user: IUser;
    if (data.id) {
// EDITED: every update raises the version: a trigger of the table refuses one that does not, whoever writes it.
// WAS:      user = await prisma.user.update({
// WAS:        where: { id: data.id },
// WAS:        data,
// WAS:      });
      user = (await prisma.user.update({
        where: { id: data.id },
        data: { ...data, version: { increment: 1 } },
      })) as IUser;
// END
    } else {
// EDITED: the column `role` is text with a check, which Prisma types as any string.
// WAS:      user = await prisma.user.create({ data: data as IUser });
      user = (await prisma.user.create({ data: data as IUser })) as IUser;
// END
    }
    return { status: 200, data: user };
  }

  async delete(id: string): Promise<boolean> {
    await prisma.user.delete({ where: { id } });
    return true;
  }
}
// <<<
