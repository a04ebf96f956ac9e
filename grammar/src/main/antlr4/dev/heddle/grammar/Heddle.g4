/*
 * The surface of the pattern language. It says which texts are well formed and how they nest; what they mean is
 * decided elsewhere. Expressions are untyped here, since operators are chosen by the types of their operands.
 *
 * Newlines reach the parser only where they part statements: whoever feeds it drops the others (GRAMMAR.md, "Lines").
 */
grammar Heddle;

patternText
    : separator* expression separator* EOF
    ;

separator
    : SEMICOLON
    | NEWLINE
    ;

// Tightest first. Chains of one precedence are left-deep here, and flat in the syntax tree.
expression
    : NUMBER (CARET exponent)? QUOTE*                                   # number
    | NAME (CARET exponent)? QUOTE*                                     # name
    | callee=NAME LPAREN (argument (COMMA argument)* COMMA?)? RPAREN (CARET exponent)? QUOTE*   # call
    | LPAREN expression RPAREN (CARET exponent)? QUOTE*                 # parenthesised
    | ROOT expression                                                   # root
    | operator=(MINUS | NUMERIC_MINUS | BANG) expression                # prefix
    | expression operator=(TIMES | NUMERIC_TIMES | DIVIDE | DIV | MOD) expression   # product
    | expression operator=MEET expression                               # meet
    | expression operator=(PLUS | JOIN | MINUS | NUMERIC_MINUS | SETMINUS) expression   # sum
    ;

// Only atoms take one: were ^ an operator on all expressions, each further ^ of 2^3^4 could belong to either rule, and
// the parser would look ahead for ages to tell. An atom itself, so that neither 2^-1 nor 2^√n is left to the reader's memory of precedences.
exponent
    : base=NUMBER (CARET exponent)?                                                    # numberExponent
    | base=NAME (LPAREN (argument (COMMA argument)* COMMA?)? RPAREN)? (CARET exponent)?   # nameExponent
    | LPAREN expression RPAREN (CARET exponent)?                                       # parenthesisedExponent
    ;

// `name: value`. The sign `=` is read too, because an error that knows what was meant helps more than a syntax error.
argument
    : expression (sign=(COLON | EQUALS) expression)?
    ;

DIV             : 'div' ;
MOD             : 'mod' ;

PLUS            : '+' ;
JOIN            : '∪' ;
MINUS           : '-' ;
NUMERIC_MINUS   : '−' ;
SETMINUS        : '∖' ;
MEET            : '&' | '∩' ;
BANG            : '!' | '¬' ;
TIMES           : '*' ;
NUMERIC_TIMES   : '·' | '×' ;
DIVIDE          : '/' ;
CARET           : '^' ;
ROOT            : '√' ;
QUOTE           : '\'' | 'ᵀ' ;

LPAREN          : '(' ;
RPAREN          : ')' ;
COMMA           : ',' ;
COLON           : ':' ;
EQUALS          : '=' ;
SEMICOLON       : ';' ;

NUMBER          : DIGITS ('.' DIGITS)? ([eE] [+-]? DIGITS)? ;
NAME            : [A-Za-z_] [A-Za-z0-9_]* ;

NEWLINE         : '\r'? '\n' | '\r' ;
BLANK           : [ \t\u00A0\uFEFF]+                                    -> channel(HIDDEN) ;
COMMENT         : '#' ~[\r\n]*                                          -> channel(HIDDEN) ;
SLASHES         : '//' ~[\r\n]* ;

// Lexing never fails: what is left over becomes a token of its own, and the error about it a diagnostic.
UNKNOWN         : . ;

fragment DIGITS : [0-9] ('_'? [0-9])* ;
