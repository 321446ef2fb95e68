import type { IDataObject, INodeExecutionData, IPairedItemData } from 'n8n-workflow';

import { shapeRecord, type OutputShape } from '../../verifik/records/output';
import type { DocumentLivenessRecord } from '../../verifik/records/record';

/** n8n's items for one record. */
export function itemsOf(
	record: DocumentLivenessRecord,
	shape: OutputShape,
	pairedItem: IPairedItemData,
): INodeExecutionData[] {
	return shapeRecord(record, shape).map((json) => ({ json: json as IDataObject, pairedItem }));
}
