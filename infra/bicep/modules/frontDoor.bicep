// The one public door: TLS, a firewall, the API under /api and the portal beside it under one address.
param name string
param location string
param tags object
param apiHostName string
param portalHostName string

@description('The portal storage account: Front Door reaches its website by a private link, which is approved once (infra/deploy does).')
param portalStorageId string

@description('Whether the portal storage account can be reached by that link only.')
param isClosed bool

@description('Where the portal\'s pages ask for tokens, beside their own origin: the issuers at which its users sign in, like https://login.microsoftonline.com.')
param signInOrigins string[]

@description('The public name, like inburgering.vlaanderen.be; empty for the one that Front Door gives.')
param customHostName string
param logWorkspaceId string

@description('Requests an address may make in five minutes.')
param requestsPerAddress int = 3000

param profileName string

resource profile 'Microsoft.Cdn/profiles@2025-06-01' existing = {
  name: profileName
}

resource endpoint 'Microsoft.Cdn/profiles/afdEndpoints@2025-06-01' existing = {
  parent: profile
  name: name
}

// The headers of every page: those under which the portal was tested, with the issuers named.
var siteHeaders = loadJsonContent('../../../src/Portal/site/staticwebapp.config.json').globalHeaders
var headers = items(union(siteHeaders, {
  'Content-Security-Policy': replace(siteHeaders['Content-Security-Policy'], 'connect-src \'self\'', 'connect-src \'self\' ${join(signInOrigins, ' ')}')
  'Strict-Transport-Security': 'max-age=31536000; includeSubDomains'
}))
var actionsPerRule = 5 // More, Front Door does not take.

resource domain 'Microsoft.Cdn/profiles/customDomains@2025-06-01' = if (!empty(customHostName)) {
  parent: profile
  name: 'public'
  properties: {
    hostName: customHostName
    tlsSettings: { certificateType: 'ManagedCertificate', minimumTlsVersion: 'TLS12' }
  }
}

resource api 'Microsoft.Cdn/profiles/originGroups@2025-06-01' = {
  parent: profile
  name: 'api'
  properties: {
    loadBalancingSettings: { sampleSize: 4, successfulSamplesRequired: 3 }
    healthProbeSettings: { probePath: '/api/health', probeProtocol: 'Https', probeRequestType: 'GET', probeIntervalInSeconds: 60 }
  }

  resource app 'origins' = {
    name: 'app'
    properties: { hostName: apiHostName, originHostHeader: apiHostName, httpsPort: 443, enforceCertificateNameCheck: true }
  }
}

resource portal 'Microsoft.Cdn/profiles/originGroups@2025-06-01' = {
  parent: profile
  name: 'portal'
  properties: {
    loadBalancingSettings: { sampleSize: 4, successfulSamplesRequired: 3 }
    healthProbeSettings: { probePath: '/', probeProtocol: 'Https', probeRequestType: 'HEAD', probeIntervalInSeconds: 120 }
  }

  resource website 'origins' = {
    name: 'website'
    properties: {
      hostName: portalHostName
      originHostHeader: portalHostName
      httpsPort: 443
      enforceCertificateNameCheck: true
      sharedPrivateLinkResource: isClosed
        ? {
            privateLink: { id: portalStorageId }
            privateLinkLocation: location
            groupId: 'web'
            requestMessage: 'Front Door of ${name}'
          }
        : null
    }
  }
}

resource pages 'Microsoft.Cdn/profiles/ruleSets@2025-06-01' = {
  parent: profile
  name: 'pages'
}

resource headerRule 'Microsoft.Cdn/profiles/ruleSets/rules@2025-06-01' = [
  for i in range(0, (length(headers) + actionsPerRule - 1) / actionsPerRule): {
    parent: pages
    name: 'Headers${i}'
    properties: {
      order: i
      matchProcessingBehavior: 'Continue'
      actions: map(take(skip(headers, i * actionsPerRule), actionsPerRule), header => {
        name: 'ModifyResponseHeader'
        parameters: {
          typeName: 'DeliveryRuleHeaderActionParameters'
          headerAction: 'Overwrite'
          headerName: header.key
          value: header.value
        }
      })
    }
  }
]

// A path without a file extension is a page of the portal: index.html answers it, as navigationFallback of staticwebapp.config.json says.
resource pageRule 'Microsoft.Cdn/profiles/ruleSets/rules@2025-06-01' = {
  parent: pages
  name: 'Page'
  properties: {
    order: 100
    conditions: [
      {
        name: 'UrlFileExtension'
        parameters: {
          typeName: 'DeliveryRuleUrlFileExtensionMatchConditionParameters'
          operator: 'LessThan'
          matchValues: ['1']
        }
      }
    ]
    actions: [
      {
        name: 'UrlRewrite'
        parameters: {
          typeName: 'DeliveryRuleUrlRewriteActionParameters'
          sourcePattern: '/'
          destination: '/index.html'
          preserveUnmatchedPath: false
        }
      }
    ]
  }
}

resource apiRoute 'Microsoft.Cdn/profiles/afdEndpoints/routes@2025-06-01' = {
  parent: endpoint
  name: 'api'
  dependsOn: [api::app]
  properties: {
    originGroup: { id: api.id }
    customDomains: empty(customHostName) ? [] : [{ id: domain.id }]
    patternsToMatch: ['/api/*']
    supportedProtocols: ['Https']
    forwardingProtocol: 'HttpsOnly'
    httpsRedirect: 'Disabled'
    linkToDefaultDomain: empty(customHostName) ? 'Enabled' : 'Disabled'
  }
}

resource portalRoute 'Microsoft.Cdn/profiles/afdEndpoints/routes@2025-06-01' = {
  parent: endpoint
  name: 'portal'
  dependsOn: [portal::website, headerRule, pageRule]
  properties: {
    originGroup: { id: portal.id }
    ruleSets: [{ id: pages.id }]
    customDomains: empty(customHostName) ? [] : [{ id: domain.id }]
    patternsToMatch: ['/*']
    supportedProtocols: ['Http', 'Https']
    forwardingProtocol: 'HttpsOnly'
    httpsRedirect: 'Enabled'
    linkToDefaultDomain: empty(customHostName) ? 'Enabled' : 'Disabled'
    cacheConfiguration: { queryStringCachingBehavior: 'IgnoreQueryString' }
  }
}

resource firewall 'Microsoft.Network/FrontDoorWebApplicationFirewallPolicies@2025-03-01' = {
  name: replace(name, '-', '')
  location: 'global'
  tags: tags
  sku: { name: isClosed ? 'Premium_AzureFrontDoor' : 'Standard_AzureFrontDoor' }
  properties: {
    policySettings: { enabledState: 'Enabled', mode: 'Prevention', requestBodyCheck: 'Enabled' }
    customRules: {
      rules: [
        {
          name: 'ManyRequests'
          priority: 10
          ruleType: 'RateLimitRule'
          rateLimitDurationInMinutes: 5
          rateLimitThreshold: requestsPerAddress
          action: 'Block'
          matchConditions: [{ matchVariable: 'SocketAddr', operator: 'IPMatch', negateCondition: true, matchValue: ['255.255.255.255/32'] }]
        }
      ]
    }
    managedRules: {
      managedRuleSets: isClosed
        ? [
            { ruleSetType: 'Microsoft_DefaultRuleSet', ruleSetVersion: '2.1', ruleSetAction: 'Block' }
            { ruleSetType: 'Microsoft_BotManagerRuleSet', ruleSetVersion: '1.1' }
          ]
        : []
    }
  }
}

resource guard 'Microsoft.Cdn/profiles/securityPolicies@2025-06-01' = {
  parent: profile
  name: 'firewall'
  properties: {
    parameters: {
      type: 'WebApplicationFirewall'
      wafPolicy: { id: firewall.id }
      associations: [
        {
          domains: empty(customHostName) ? [{ id: endpoint.id }] : [{ id: endpoint.id }, { id: domain.id }]
          patternsToMatch: ['/*']
        }
      ]
    }
  }
}

resource log 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: profile
  name: 'to-workspace'
  properties: {
    workspaceId: logWorkspaceId
    logs: [{ category: 'FrontDoorWebApplicationFirewallLog', enabled: true }, { category: 'FrontDoorHealthProbeLog', enabled: true }]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}
