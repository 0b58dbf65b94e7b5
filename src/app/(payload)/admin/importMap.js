import { NameCell as NameCell_3d6f6ac6ad6ed5de02c70c9d6a2d1fb1 } from '../../../admin/cells/NameCell.client'
import { StatusCell as StatusCell_c0f55e3bc4071f9a767b84511f14738e } from '../../../admin/cells/StatusCell.client'
import { JsonField as JsonField_c197b400bdf5cabd12b511cb6ca08c85 } from '../../../admin/fields/JsonField.client'
import { ConversationView as ConversationView_4de87ac80b5e9262522ac8f3b851281c } from '../../../admin/views/Conversation/index'
import { DayCell as DayCell_a6bf407ad83e570c3a82a66b903675dd } from '../../../admin/cells/DayCell.client'
import { DayField as DayField_d2cc33c4f0e0a195df5d3dadeae86efb } from '../../../admin/fields/DayField.client'
import { RowLabel as RowLabel_6b59850bdb254381a20ab49a85d61d0e } from '../../../admin/fields/RowLabel.client'
import { MoneyCell as MoneyCell_6b2bc531c114d1026103ea9aea711185 } from '../../../admin/cells/MoneyCell.client'
import { CodeField as CodeField_d44c46d2db28f11ab4c8b4bbcfca7759 } from '../../../admin/fields/CodeField.client'
import { PairsField as PairsField_9fc160cc8aed3ddc635470164b67eea6 } from '../../../admin/fields/PairsField.client'
import { ListActions as ListActions_5ef85d284fff52dce0e3aad980857ca2 } from '../../../admin/components/DeadLetterActions/ListActions.client'
import { DeadLetterView as DeadLetterView_b46a892080937ad78410c484ec7947c8 } from '../../../admin/views/DeadLetter/index'
import { SortableIdCell as SortableIdCell_9643b4d43b321dd3860e7e50d8029c75 } from '../../../admin/cells/SortableIdCell.client'
import { SortableIdField as SortableIdField_f5b95b2e07368aef0a209c40bbf4bd2c } from '../../../admin/fields/SortableIdField.client'
import { Icon as Icon_fc036b7e7ae855b73a086dd833a5305c } from '../../../admin/components/Brand/index'
import { Logo as Logo_fc036b7e7ae855b73a086dd833a5305c } from '../../../admin/components/Brand/index'
import { HeaderLinks as HeaderLinks_02d7c47b134bdc45b6cd3a146141ad11 } from '../../../admin/components/HeaderLinks/index'
import { NavLinks as NavLinks_9b1b14c20e0dc5531d8d6724e8d49b92 } from '../../../admin/components/NavLinks/index'
import { LiveView as LiveView_43a1efc903eb83ebb9ed14beee8b35d1 } from '../../../admin/views/Live/index'
import { OverviewView as OverviewView_bd1a31b316edc22febd3ec1a5a5b5d40 } from '../../../admin/views/Overview/index'
import { BusinessView as BusinessView_492595fb0cec73e988f59c9fc05ba0fb } from '../../../admin/views/Business/index'
import { ApiReferenceView as ApiReferenceView_50fe59f36e8a987b8afaa83cc263123c } from '../../../admin/views/Reference/ApiReference'
import { EventReferenceView as EventReferenceView_8f67a1f8a2fa2628702de52b763e666e } from '../../../admin/views/Reference/EventReference'
import { BusinessWidget as BusinessWidget_5be3ee89265311f5728e44844754872e } from '../../../admin/widgets/BusinessWidget/index'
import { LedgerWidget as LedgerWidget_fd9d3de970077d32e4acfb0954b247e0 } from '../../../admin/widgets/LedgerWidget/index'
import { CollectionCards as CollectionCards_f9c02e79a4aed9a3924487c0cd4cafb1 } from '@payloadcms/next/rsc'

/** @type import('payload').ImportMap */
export const importMap = {
  "/admin/cells/NameCell.client#NameCell": NameCell_3d6f6ac6ad6ed5de02c70c9d6a2d1fb1,
  "/admin/cells/StatusCell.client#StatusCell": StatusCell_c0f55e3bc4071f9a767b84511f14738e,
  "/admin/fields/JsonField.client#JsonField": JsonField_c197b400bdf5cabd12b511cb6ca08c85,
  "/admin/views/Conversation/index#ConversationView": ConversationView_4de87ac80b5e9262522ac8f3b851281c,
  "/admin/cells/DayCell.client#DayCell": DayCell_a6bf407ad83e570c3a82a66b903675dd,
  "/admin/fields/DayField.client#DayField": DayField_d2cc33c4f0e0a195df5d3dadeae86efb,
  "/admin/fields/RowLabel.client#RowLabel": RowLabel_6b59850bdb254381a20ab49a85d61d0e,
  "/admin/cells/MoneyCell.client#MoneyCell": MoneyCell_6b2bc531c114d1026103ea9aea711185,
  "/admin/fields/CodeField.client#CodeField": CodeField_d44c46d2db28f11ab4c8b4bbcfca7759,
  "/admin/fields/PairsField.client#PairsField": PairsField_9fc160cc8aed3ddc635470164b67eea6,
  "/admin/components/DeadLetterActions/ListActions.client#ListActions": ListActions_5ef85d284fff52dce0e3aad980857ca2,
  "/admin/views/DeadLetter/index#DeadLetterView": DeadLetterView_b46a892080937ad78410c484ec7947c8,
  "/admin/cells/SortableIdCell.client#SortableIdCell": SortableIdCell_9643b4d43b321dd3860e7e50d8029c75,
  "/admin/fields/SortableIdField.client#SortableIdField": SortableIdField_f5b95b2e07368aef0a209c40bbf4bd2c,
  "/admin/components/Brand/index#Icon": Icon_fc036b7e7ae855b73a086dd833a5305c,
  "/admin/components/Brand/index#Logo": Logo_fc036b7e7ae855b73a086dd833a5305c,
  "/admin/components/HeaderLinks/index#HeaderLinks": HeaderLinks_02d7c47b134bdc45b6cd3a146141ad11,
  "/admin/components/NavLinks/index#NavLinks": NavLinks_9b1b14c20e0dc5531d8d6724e8d49b92,
  "/admin/views/Live/index#LiveView": LiveView_43a1efc903eb83ebb9ed14beee8b35d1,
  "/admin/views/Overview/index#OverviewView": OverviewView_bd1a31b316edc22febd3ec1a5a5b5d40,
  "/admin/views/Business/index#BusinessView": BusinessView_492595fb0cec73e988f59c9fc05ba0fb,
  "/admin/views/Reference/ApiReference#ApiReferenceView": ApiReferenceView_50fe59f36e8a987b8afaa83cc263123c,
  "/admin/views/Reference/EventReference#EventReferenceView": EventReferenceView_8f67a1f8a2fa2628702de52b763e666e,
  "/admin/widgets/BusinessWidget/index#BusinessWidget": BusinessWidget_5be3ee89265311f5728e44844754872e,
  "/admin/widgets/LedgerWidget/index#LedgerWidget": LedgerWidget_fd9d3de970077d32e4acfb0954b247e0,
  "@payloadcms/next/rsc#CollectionCards": CollectionCards_f9c02e79a4aed9a3924487c0cd4cafb1
}
