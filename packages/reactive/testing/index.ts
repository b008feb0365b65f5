export { arbitraryQuery, arbitraryRow, type FastCheckModule } from './arbitrary';
export { providerContract } from './contract/provider-contract';
export type { ContractOptions, ProviderStore, TestRunner } from './contract/subject';
export { type MemoryItemProvider, type MemoryProviders, memoryProvider } from './memory/provider';
export type { MemoryOptions, TableCall } from './memory/table';
