namespace Inburgering.Arrivals;

/// <summary>Where someone lives, as far as Flemish integration policy tells it apart.</summary>
public enum Region
{
    Flanders,
    Brussels,
    Wallonia,
    Abroad,
}

/// <summary>The integration agency that follows someone up, by place of residence (seed 3.B, 4).</summary>
public enum Agency
{
    /// <summary>Agentschap Integratie en Inburgering: Flanders outside Antwerp and Ghent.</summary>
    Agii,

    /// <summary>Atlas: Antwerp.</summary>
    Atlas,

    /// <summary>Amal: Ghent.</summary>
    Amal,
}
