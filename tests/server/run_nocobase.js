// Runs NocoBase's `install` or `start` without its own command line, which wants yarn and the network.
const { initEnv } = require('@nocobase/cli-v1/src/util');

initEnv();
process.env.APP_PACKAGE_ROOT = 'node_modules/@nocobase/app';
require('@nocobase/app/lib/index.js');
