import { openTestDatabase } from '../database/testing';
import { jobsContract } from './jobs.contract';

jobsContract(openTestDatabase, false);
