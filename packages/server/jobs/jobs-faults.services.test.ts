import { jobFaults } from './faults.fixture';

jobFaults({ jobs: 200, workers: 10, kills: 2, stops: 1, rollbacks: 30, poison: 10, drains: 2 });
