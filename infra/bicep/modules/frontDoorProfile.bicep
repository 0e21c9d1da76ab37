// By itself, because the app must know the profile's id and the public address before the rest of Front Door can know the app's name.
param name string
param endpointName string
param tags object
param sku 'Standard_AzureFrontDoor' | 'Premium_AzureFrontDoor'

resource profile 'Microsoft.Cdn/profiles@2025-06-01' = {
  name: name
  location: 'global'
  tags: tags
  sku: { name: sku }
  properties: { originResponseTimeoutSeconds: 60 }
}

resource endpoint 'Microsoft.Cdn/profiles/afdEndpoints@2025-06-01' = {
  parent: profile
  name: endpointName
  location: 'global'
  tags: tags
  properties: { enabledState: 'Enabled' }
}

output name string = profile.name
output frontDoorId string = profile.properties.frontDoorId
output hostName string = endpoint.properties.hostName
