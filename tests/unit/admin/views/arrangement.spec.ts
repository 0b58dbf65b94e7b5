import { createElement } from 'react'
import { describe, expect, it } from 'vitest'

import { arrangementOf } from '@/admin/views/Overview/arrangement'

const act = () => undefined
const props = {
  isEditing: false,
  onCancel: act,
  onEditClick: act,
  onResetLayout: act,
  onSaveChanges: act,
  widgetsDrawerSlug: 'widgets',
}

describe('the controls of Payload’s dashboard', () => {
  it('are found where Payload puts them', () => {
    const label = createElement('div', props as object)
    expect(arrangementOf([{ label }])).toMatchObject(props)
  })

  it('are not found in an ordinary path, nor in an element that has only some of them', () => {
    expect(arrangementOf([])).toBeUndefined()
    expect(arrangementOf([{ label: 'Overview' }])).toBeUndefined()
    for (const name of Object.keys(props)) {
      const label = createElement('div', { ...props, [name]: undefined } as object)
      expect(arrangementOf([{ label }]), name).toBeUndefined()
    }
  })
})
