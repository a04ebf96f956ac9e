/*
 * The surface of the pattern language. It says which texts are well formed and how they nest; what they mean is
 * decided elsewhere. Expressions are untyped here, since operators are chosen by the types of their operands.
 *
 * Newlines reach the parser only where they part statements: whoever feeds it drops the others (GRAMMAR.md, "Lines").
 */
grammar Heddle;

patternText
    : separator* (statement separator+)* expression separator* EOF
    ;

definitionFile
    : separator* (statement (separator+ statement)*)? separator* EOF
    ;

separator
    : SEMICOLON
    | NEWLINE
    ;

statement
    : LET name=NAME (LPAREN parameter (COMMA parameter)* COMMA? RPAREN)? EQUALS expression   # letting
    | INPUT kind=NAME? name=NAME                                                             # input
    | IMPORT (path=STRING | library=NAME) (AS alias=NAME)?                                   # importing
    | EXPECT expression FOR variable=NAME IN expression                                      # expect
    ;

parameter
    : NAME (EQUALS expression)?
    ;

// Loosest first. These levels are rules of their own, because a range may end in a step, which no operator between two operands does.
expression
    : conjunction (OR conjunction)*
    ;

conjunction
    : negation (AND negation)*
    ;

negation
    : NOT negation
    | comparison
    ;

// Chains are read, because an error that knows what was meant helps more than a syntax error.
comparison
    : range (comparator range)*
    ;

comparator
    : LESS | AT_MOST | GREATER | AT_LEAST | SAME | DIFFERENT | IN
    ;

range
    : operation (dots=(DOTS | DOTS_UNTIL) operation (STEP operation)?)?
    ;

// Tightest first. Chains of one precedence are left-deep here, and flat in the syntax tree.
operation
    : atom suffixes                                                                     # suffixed
    | ROOT operation                                                                    # root
    | operator=(MINUS | NUMERIC_MINUS | BANG) operation                                 # prefix
    | operation operator=(TIMES | PATTERN_TIMES | NUMERIC_TIMES | DIVIDE | DIV | MOD) operation   # product
    | operation operator=COMPOSE operation                                              # composition
    | operation operator=MEET operation                                                 # meet
    | operation operator=(PLUS | JOIN | MINUS | NUMERIC_MINUS | SETMINUS) operation     # sum
    ;

atom
    : NUMBER                                                                            # number
    | qualified                                                                         # name
    | qualified arguments                                                               # call
    | LPAREN expression RPAREN                                                          # parenthesised
    | LBRACE (item (COMMA item)* COMMA?)? RBRACE                                        # braces
    ;

qualified
    : NAME (DOT NAME)?
    ;

arguments
    : LPAREN (argument (COMMA argument)* COMMA?)? RPAREN
    ;

item
    : expression comprehension?
    ;

comprehension
    : generator+ (IF expression)?
    ;

generator
    : FOR NAME IN expression
    ;

// Only one exponent after each atom, quote or index, because exponents nest by themselves: were ^ an operator on all
// operations, each further ^ of 2^3^4 could belong to either rule, and the parser would look ahead for ages to tell.
suffixes
    : (CARET exponent)? ((QUOTE | LBRACKET expression RBRACKET) (CARET exponent)?)*
    ;

// An atom itself, so that neither 2^-1 nor 2^√n is left to the reader's memory of precedences.
exponent
    : base=NUMBER (CARET exponent)?                                                     # numberExponent
    | qualified arguments? (CARET exponent)?                                            # nameExponent
    | LPAREN expression RPAREN (CARET exponent)?                                        # parenthesisedExponent
    ;

// `name: value`. The sign `=` is read too, because an error that knows what was meant helps more than a syntax error.
argument
    : IN sign=(COLON | EQUALS) expression
    | expression (comprehension | sign=(COLON | EQUALS) expression)?
    ;

LET             : 'let' ;
INPUT           : 'input' ;
IMPORT          : 'import' ;
AS              : 'as' ;
EXPECT          : 'expect' ;
FOR             : 'for' ;
IN              : 'in' ;
IF              : 'if' ;
STEP            : 'step' ;
AND             : 'and' ;
OR              : 'or' ;
NOT             : 'not' ;
DIV             : 'div' ;
MOD             : 'mod' ;

PLUS            : '+' ;
JOIN            : '∪' ;
MINUS           : '-' ;
NUMERIC_MINUS   : '−' ;
SETMINUS        : '∖' ;
MEET            : '&' | '∩' ;
COMPOSE         : '@' | '∘' ;
BANG            : '!' | '¬' ;
TIMES           : '*' ;
PATTERN_TIMES   : '⊗' ;
NUMERIC_TIMES   : '·' | '×' ;
DIVIDE          : '/' ;
CARET           : '^' ;
ROOT            : '√' ;
QUOTE           : '\'' | 'ᵀ' ;

DOTS            : '..' ;
DOTS_UNTIL      : '..<' ;
LESS            : '<' ;
AT_MOST         : '<=' | '≤' ;
GREATER         : '>' ;
AT_LEAST        : '>=' | '≥' ;
SAME            : '==' ;
DIFFERENT       : '!=' | '≠' ;

LPAREN          : '(' ;
RPAREN          : ')' ;
LBRACKET        : '[' ;
RBRACKET        : ']' ;
LBRACE          : '{' ;
RBRACE          : '}' ;
COMMA           : ',' ;
COLON           : ':' ;
EQUALS          : '=' ;
SEMICOLON       : ';' ;
DOT             : '.' ;

NUMBER          : DIGITS ('.' DIGITS)? ([eE] [+-]? DIGITS)? ;
NAME            : [A-Za-z_] [A-Za-z0-9_]* ;
STRING          : '"' ~["\r\n]* '"' ;

NEWLINE         : '\r'? '\n' | '\r' ;
BLANK           : [ \t\u00A0\uFEFF]+                                    -> channel(HIDDEN) ;
COMMENT         : '#' ~[\r\n]*                                          -> channel(HIDDEN) ;
SLASHES         : '//' ~[\r\n]* ;

// Lexing never fails: what is left over becomes a token of its own, and the error about it a diagnostic.
UNKNOWN         : . ;

fragment DIGITS : [0-9] ('_'? [0-9])* ;
