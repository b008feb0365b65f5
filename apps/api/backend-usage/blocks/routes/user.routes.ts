import { userCreateSchema } from '@myapp/core/entities/user';

// >>> block 5
// routes/user.routes.ts
import { Router } from 'express';
import { User, Users } from '@myapp/core/entities/user';
import { UserPrismaProvider, UsersPrismaProvider } from '../providers/user';

const router = Router();

router.get('/users', async (req, res) => {
  const users = new Users({ provider: UsersPrismaProvider });
  await users.load({
// EDITED: strict TypeScript wants brackets for keys that a type does not name, and a status that is one; `load` refuses any other at run time.
// WAS:    where: req.query.status ? { status: { equals: req.query.status } } : undefined,
// WAS:    limit: parseInt(req.query.limit as string) || 20,
    where: req.query['status'] ? { status: { equals: req.query['status'] as 'active' } } : undefined,
    limit: parseInt(req.query['limit'] as string) || 20,
// END
  });
  
  res.json({
    items: users.items.map(u => u.getProperties()),
    total: users.getTotal(),
    next: users.getNext(),
  });
});

router.get('/users/:id', async (req, res) => {
  const user = new User({ id: req.params.id, provider: UserPrismaProvider });
  
  try {
    await user.load();
    res.json(user.getProperties());
  } catch (error) {
    res.status(404).json({ error: 'User not found' });
  }
});

router.post('/users', async (req, res) => {
// EDITED: a body must not be spread into a constructor: it could bring an id, a role, a provider.
// WAS:  const user = new User({ ...req.body, provider: UserPrismaProvider });
// WAS:  
  const user = new User({ provider: UserPrismaProvider });
  
// END
  const validation = user.validate(req.body);
  if (!validation.valid) {
// EDITED: strict TypeScript refuses a function of which only some paths return a value.
// WAS:    return res.status(400).json({ errors: validation.errors });
    res.status(400).json({ errors: validation.errors });
    return;
// END
  }
  
// EDITED: what is published is the body as the strict schema has parsed it.
// WAS:  await user.publish();
  await user.publish(userCreateSchema.parse(req.body));
// END
  res.status(201).json(user.getProperties());
});

export default router;
// <<<
