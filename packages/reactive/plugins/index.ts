export { type PluginOptions, usePlugin } from './plugins';
export type { ItemClass, Plugin, PluginHooks } from './types';
