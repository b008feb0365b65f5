import { buildFromExports } from '../../scripts/build-entries';

export default buildFromExports();
