const { VerifikApi } = require('./dist/credentials/VerifikApi.credentials.js');
const { DocumentLiveness } = require('./dist/nodes/DocumentLiveness/DocumentLiveness.node.js');
const {
	DocumentLivenessTrigger,
} = require('./dist/nodes/DocumentLivenessTrigger/DocumentLivenessTrigger.node.js');

/**
 * The built classes, for whoever requires the package by its name. n8n itself does not: it loads
 * the files that the `n8n` section of package.json lists.
 */
module.exports = { DocumentLiveness, DocumentLivenessTrigger, VerifikApi };
