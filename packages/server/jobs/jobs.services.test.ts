import { openTestServerDatabase } from '../database/testing';
import { jobsContract } from './jobs.contract';

jobsContract(openTestServerDatabase, true);
