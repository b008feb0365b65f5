import { jobFaults } from './faults.fixture';

jobFaults({ jobs: 5000, workers: 20, kills: 30, stops: 50, rollbacks: 500, poison: 300, drains: 50 });
