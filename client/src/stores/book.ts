import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { placesAddresses } from '@/api'
import type { Address } from '@/shapes'

/** The address book and the address that everything on this device is for. */
export const useBook = defineStore('book', () => {
  const items = ref<Address[]>([])
  const loaded = ref(false)
  const chosenId = ref<string>(uni.getStorageSync('address') || '')
  const chosen = computed<Address | null>(() =>
    items.value.find((a) => a.id === chosenId.value) || items.value.find((a) => a.is_default) || items.value[0] || null)

  async function load() {
    // The one that is used first stands first.
    items.value = (await placesAddresses({ limit: 100 })).items.sort((a, b) => Number(b.is_default) - Number(a.is_default))
    loaded.value = true
  }
  function choose(address: string) {
    chosenId.value = address
    uni.setStorageSync('address', address)
  }
  function forget() {
    items.value = []
    loaded.value = false
    chosenId.value = ''
    uni.removeStorageSync('address')
  }
  return { items, loaded, chosen, chosenId, load, choose, forget }
})
