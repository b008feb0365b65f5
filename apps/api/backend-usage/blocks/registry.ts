// >>> block 13
// Clear registries periodically for long-running processes
import { RegistryFactory } from 'reactive/entities/item';

// Clear all registries
RegistryFactory.clearAll();

// Or clear specific entity
RegistryFactory.clear('users');
// <<<
