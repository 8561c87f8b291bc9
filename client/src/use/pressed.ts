import { shallowRef } from 'vue'

/** Which button was pressed last, so that only that one shows that its words are on their way; null after Enter in a field: then the main button does. */
export const pressed = shallowRef<symbol | null>(null)
