export { retryLoad } from './loaded-item';
export { ScopeProvider, useScope } from './scope';
export { useItem } from './use-item';
export { useItems } from './use-items';
export { useCollection, useModel } from './use-model';
export { modelOf } from './view';
