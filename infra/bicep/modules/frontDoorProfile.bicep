// By itself, because the app must know the profile's id before the rest of Front Door can know the app's name.
param name string
param tags object

resource profile 'Microsoft.Cdn/profiles@2025-06-01' = {
  name: name
  location: 'global'
  tags: tags
  sku: { name: 'Premium_AzureFrontDoor' }
  properties: { originResponseTimeoutSeconds: 60 }
}

output name string = profile.name
output frontDoorId string = profile.properties.frontDoorId
