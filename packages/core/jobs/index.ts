export { cleanUpJob } from './clean-up.job';
export { Jobs } from './collection';
export { defineJob, type JobDefinition } from './definition';
export {
  type ColumnReading,
  type FileColumn,
  IMPORT_COLUMNS,
  isImported,
  REQUIRED_COLUMNS,
  readColumns,
  SKIPPED_COLUMNS,
} from './import-columns';
export {
  DELIMITERS,
  DUPLICATES,
  type ImportUsersPayload,
  importUsersJob,
  MAX_IMPORT_ROWS,
} from './import-users.job';
export { impossible, Job, type JobCommand } from './job';
export { type ItemResult, type JobItems, type RunOptions, SyncJob } from './sync.job';
export {
  type IJob,
  type IJobProvider,
  type IJobsProvider,
  JOB_STATUSES,
  jobReadSchema,
  jobSchema,
  progressOf,
  type StoredJob,
} from './types';
