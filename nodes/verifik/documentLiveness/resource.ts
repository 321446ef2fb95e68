/** Where the list and the single records live, below the base URL. */
export const DOCUMENT_LIVENESS_PATH = '/v2/document-liveness';

/** What the resource is called in what people read. */
export const DOCUMENT_LIVENESS = 'document liveness';
