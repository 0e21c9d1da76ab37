namespace Inburgering.LocalRuntime;

/// <summary>The rest of the pipeline around a function, the function itself last.</summary>
public delegate Task FunctionExecutionDelegate(FunctionContext context);
