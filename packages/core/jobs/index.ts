export { cleanUpJob } from './clean-up.job';
export { Jobs } from './collection';
export { defineJob, type JobDefinition } from './definition';
export {
  type ColumnReading,
  DELIMITERS,
  DUPLICATES,
  IMPORT_COLUMNS,
  type ImportColumn,
  type ImportUsersPayload,
  importUsersJob,
  MAX_IMPORT_ROWS,
  REQUIRED_COLUMNS,
  readColumns,
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
