import type { Field, GroupField } from 'payload'

import { group } from './group'
import { openSelect } from './openSelect'
import { rowLabel } from './rowLabel'
import { storedJson } from './storedJson'

const stepFields: Field[] = [
  { name: 'stepName', type: 'text' },
  { name: 'description', type: 'text' },
  { name: 'complete', type: 'checkbox' },
  openSelect('type', ['llm', 'business_logic', 'user_input']),
  { name: 'completionEventName', type: 'text' },
  { name: 'answerInputType', type: 'text' },
  group('prompts', [
    { name: 'main', type: 'textarea' },
    { name: 'completenessCheck', type: 'textarea' },
    { name: 'confirmation', type: 'textarea' },
    { name: 'outputJson', type: 'textarea' },
    storedJson('mappingOut'),
  ]),
  group('businessLogic', [
    { name: 'moduleName', type: 'text' },
    { name: 'methodName', type: 'text' },
    storedJson('mappingIn'),
    storedJson('mappingOut'),
  ]),
]

/** Where an application stands: its stages, their steps, and the broker's own dialogue. */
export const applicationProcess: GroupField = group('applicationProcess', [
  { name: 'currentProcessStage', type: 'text' },
  { name: 'currentProcessStep', type: 'text' },
  { name: 'startedAt', type: 'date' },
  { name: 'updatedAt', type: 'date' },
  {
    name: 'applicationProcessState',
    type: 'array',
    label: 'Stages',
    admin: rowLabel('stageName'),
    fields: [
      { name: 'stageName', type: 'text' },
      { name: 'complete', type: 'checkbox' },
      { name: 'prompt', type: 'textarea' },
      { name: 'steps', type: 'array', admin: rowLabel('stepName'), fields: stepFields },
    ],
  },
  {
    name: 'conversation',
    type: 'array',
    admin: rowLabel('role'),
    fields: [
      openSelect('role', ['user', 'assistant', 'system']),
      { name: 'content', type: 'textarea' },
      { name: 'timestamp', type: 'date' },
    ],
  },
])
