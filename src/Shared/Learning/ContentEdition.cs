namespace Inburgering.Learning;

/// <summary>The self-study package as it was published once. An edition never changes; an attempt says on which it was taken.</summary>
/// <param name="Number">From 1, rising with every publication.</param>
/// <param name="Package">All of it.</param>
public sealed record ContentEdition(int Number, ContentPackage Package);

/// <summary>Which edition is in force.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Sha256">Of what is stored, hexadecimal.</param>
/// <param name="PublishedAt">When it was published (UTC).</param>
/// <param name="PublishedBy">Who published it.</param>
public sealed record EditionInForce(int Number, string Sha256, DateTimeOffset PublishedAt, string PublishedBy);
